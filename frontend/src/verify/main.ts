import { mount } from 'svelte';
import '$/styles/base.css';
import '$/styles/phone.css';
import App from './App.svelte';

mount(App, { target: document.body });
