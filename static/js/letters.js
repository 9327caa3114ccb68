/* Makes the letters ready before the first line is drawn; their bytes are in the style sheet just read. */
if (document.fonts) ["400", "600"].forEach((weight) => document.fonts.load(`${weight} 1em Sarabun`, "ก"));
