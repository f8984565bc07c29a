/** The words of a name, lower case: `outputDir`, `output_dir` and `output-dir` alike are `output`, `dir`. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
