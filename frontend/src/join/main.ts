import { mount } from 'svelte';
import '$/styles/base.css';
import '$/styles/phone.css';
import { said } from '$/words/join';
import { bestTongue } from '$/words/speech.svelte';
import App from './App.svelte';
import { phone } from './phone.svelte';

void said.speak(bestTongue()).then(() => mount(App, { target: document.body }));
void phone.start();
if (navigator.serviceWorker && import.meta.env.PROD)
  addEventListener('load', () => void import('./shell').then(({ keepShell }) => keepShell()));
