import { href } from "../route.js";
import { strings } from "../strings.js";
import { useTitle } from "./use-title.js";

export function NotFound() {
  useTitle(strings.notFound.title);
  return (
    <>
      <h1>{strings.notFound.title}</h1>
      <p>{strings.notFound.detail}</p>
      <a href={href("/")}>{strings.notFound.home}</a>
    </>
  );
}
