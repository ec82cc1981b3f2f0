import { expect, it } from "vitest";
import { findChromium, launchChromium } from "./chromium.js";

it("opens a page in a real Chromium", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setContent("<h1>Plimsoll</h1>");
    expect(await page.locator("h1").textContent()).toBe("Plimsoll");
  } finally {
    await browser.close();
  }
});

it("says so when CHROMIUM_PATH names no program", () => {
  expect(() => findChromium({ CHROMIUM_PATH: "/nowhere/chromium" })).toThrow("/nowhere/chromium");
});
