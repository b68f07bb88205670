// A button that copies the words of another element; it shows itself only where it can work.
export function enhanceCopying(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const said = document.querySelector(`[data-copied="${CSS.escape(button.dataset.copy)}"]`);
    if (!source || !said) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText((source.value ?? source.innerText).trim());
        said.textContent = "Copied";
      } catch {
        said.textContent = "Could not copy. Select the words and copy them yourself.";
      }
    });
  }
}
