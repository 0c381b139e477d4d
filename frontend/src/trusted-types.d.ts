/** What of the Trusted Types API our pages use; TypeScript does not know it yet. */
interface TrustedTypePolicyRules {
  createHTML?: (markup: string) => string;
  createScriptURL?: (url: string) => string;
}

interface Window {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: TrustedTypePolicyRules,
    ): { createHTML(markup: string): unknown; createScriptURL(url: string): unknown };
  };
}
