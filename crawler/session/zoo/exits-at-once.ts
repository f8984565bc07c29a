console.error('Error: \u001b[31mno database here\u001b[0m\u0007');
process.exit(3);
