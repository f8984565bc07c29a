// Runs, reads and says nothing.
process.stdin.resume();
