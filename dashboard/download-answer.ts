/** Saves what an address answers in a format as a file. */
export async function downloadAnswer(path: string, accept: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { accept } });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
