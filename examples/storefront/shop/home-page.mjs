// The page for people, in the languages that the shop speaks.
const TEXTS = {
  en: { title: "Storefront", buy: "Add to cart" },
  de: { title: "Ladenzeile", buy: "In den Warenkorb" },
}

/** The page in the first language of the header that the shop speaks, else in English. */
export function homePage(acceptLanguage, products) {
  const asked = acceptLanguage.split(",").map((part) => part.trim().slice(0, 2).toLowerCase())
  const language = asked.find((code) => Object.hasOwn(TEXTS, code)) ?? "en"
  const { title, buy } = TEXTS[language]
  const rows = products.map(
    ({ sku, name }) => `<li id="${sku}">${name} <button>${buy}</button></li>`,
  )
  return [
    "<!doctype html>",
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${title}</title></head>`,
    `<body><h1>${title}</h1><ul>${rows.join("")}</ul></body>`,
    "</html>",
  ].join("\n")
}
