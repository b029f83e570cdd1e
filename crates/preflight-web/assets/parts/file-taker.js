/** The longest file that is read, in bytes: a page has to hold it. */
const LONGEST = 1 << 26;

/**
 * Reads a file that is chosen with a control, or dropped at an element.
 * @param {{control: HTMLInputElement, place: HTMLElement, onText: (text: string) => void, onFailure: (reason: string) => void}} options
 */
export function takeFiles({ control, place, onText, onFailure }) {
  /** @param {File} file */
  async function take(file) {
    if (file.size > LONGEST) return onFailure(`\`${file.name}\` is longer than ${LONGEST} bytes`);
    try {
      onText(await file.text());
    } catch {
      onFailure(`\`${file.name}\` cannot be read`);
    }
  }

  control.addEventListener('change', () => {
    const [file] = control.files ?? [];
    if (file) void take(file);
  });
  place.addEventListener('dragover', event => {
    // Text that is dragged goes where it always goes.
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  place.addEventListener('drop', event => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    void take(file);
  });
}
