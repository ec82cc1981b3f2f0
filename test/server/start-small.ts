import { start } from "../../server/main.js";

/** `npm start` with a smaller demo marketplace. */
const [, , db = ""] = process.argv;
await start({ db, host: "127.0.0.1", port: 0 }, { orders: 2000, sellers: 40, seed: 1 });
