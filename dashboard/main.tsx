import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import { render } from "preact";
import { App } from "./app.js";
import { followLinks } from "./route.js";
import "./styles/index.css";
import { chosenTheme, setTheme } from "./theme.js";

setTheme(chosenTheme());
document.addEventListener("click", followLinks);
const root = document.getElementById("app");
if (root) render(<App />, root);
