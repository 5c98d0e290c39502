// A provider of sign-ins on this machine: whoever types a login is believed; what is said of them is given as JSON.
import Provider from "oidc-provider";

const { port, redirect, secret, people, seconds } = JSON.parse(process.env.PROVIDER);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "ucjmap", client_secret: secret, redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  cookies: { keys: [secret] },
  ttl: { IdToken: seconds, AccessToken: seconds },
  pkce: { required: () => true },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
