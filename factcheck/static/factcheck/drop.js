// Files dropped on the form are added to its file field; without this module the field itself works.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-chosen]");

  const show = () => {
    list.replaceChildren(
      ...[...field.files].map((file) => {
        const item = document.createElement("li");
        item.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))} kB)`;
        return item;
      }),
    );
  };
  const over = (event, is) => {
    event.preventDefault();
    zone.classList.toggle("over", is);
  };

  zone.addEventListener("dragover", (event) => over(event, true));
  zone.addEventListener("dragleave", (event) => over(event, false));
  zone.addEventListener("drop", (event) => {
    over(event, false);
    const all = new DataTransfer();
    for (const file of [...field.files, ...event.dataTransfer.files]) all.items.add(file);
    field.files = all.files;
    show();
  });
  field.addEventListener("change", show);
}
