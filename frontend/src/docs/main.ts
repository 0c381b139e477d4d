/** The reference of the API, drawn by Swagger UI from the description that the service gives of itself. */
import DOMPurify from 'dompurify';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

// Swagger UI hands markup to the page as text: what no policy has seen goes through DOMPurify once more.
window.trustedTypes?.createPolicy('default', { createHTML: (markup) => DOMPurify.sanitize(markup) });

const node = document.body.appendChild(document.createElement('main'));
SwaggerUI({
  domNode: node,
  url: '/api/v1/openapi.json',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
});
