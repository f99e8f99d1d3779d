/** HTML of the page; `client/main.ts` fills it. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>sdarts</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<div id="page"><p class="plain">The page needs JavaScript.</p></div>
</body>
</html>
`;

/** Icon of the page: three stages of a DAG. */
export const ICON =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M4 8 12 4M4 8l8 4" stroke="#5b6775" stroke-width="1.5"/><circle cx="4" cy="8" r="3" fill="#0b63b6"/><circle cx="12" cy="4" r="3" fill="#0a7d5c"/><circle cx="12" cy="12" r="3" fill="#c2500a"/></svg>`;
