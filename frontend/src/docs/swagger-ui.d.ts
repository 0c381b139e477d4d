declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** Draw the description at `url` into `domNode`; the other options are in the documentation of Swagger UI. */
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string;
    deepLinking: boolean;
    docExpansion: 'list' | 'full' | 'none';
    filter: boolean;
    validatorUrl: string | null;
  }): void;
}
