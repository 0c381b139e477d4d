import { mount } from 'svelte';
import '$/styles/base.css';
import { keepShell } from '../join/shell';
import App from './App.svelte';

mount(App, { target: document.body });
if (navigator.serviceWorker && import.meta.env.PROD) keepShell('/scribe');
