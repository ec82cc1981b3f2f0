/** What the server says on the terminal. */
export const strings = {
  makingDemo: (orders: number, sellers: number) =>
    `Making the demo marketplace: ${orders.toLocaleString("en")} orders of ${sellers} sellers over 400 days …`,
  demoReady: (orders: number, path: string, seconds: string) =>
    `Ingested ${orders.toLocaleString("en")} orders with their cases, refunds, chargebacks and freezes into ${path} in ${seconds} s.`,
  databaseFound: (path: string) => `Using ${path}.`,
  dashboardBuilt: (seconds: string) => `Built the dashboard in ${seconds} s.`,
  listening: (address: string) =>
    `Plimsoll is at ${address} (API: ${address}/openapi.json). Stop it with Ctrl-C.`,
  loopbackOnly: (host: string) =>
    `HOST is ${host}: without keys Plimsoll serves this machine only; use 127.0.0.1, and a proxy with its own login for others`,
  portBusy: (port: number) =>
    `port ${port} is in use: stop what listens there, or choose another, as in PORT=${port + 1} npm start`,
  cannotListen: (host: string, port: number, why: string) =>
    `cannot listen on ${host}:${port}: ${why}`,
};
