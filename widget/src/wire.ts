/** The connection: socket.io behind the few calls that the client needs. */

import { io } from "socket.io-client";
import { HEARD, type Ack, type Heard } from "./protocol";

export interface Wire {
  connect(): void;
  disconnect(): void;
  /** Connects anew at once, whatever stands. */
  hurry(): void;
  /** The acknowledgement; rejected if there is none in time. */
  request<T>(event: string, data: object): Promise<Ack<T>>;
}

export interface Listener {
  connected(): void;
  lost(): void;
  heard<E extends keyof Heard>(event: E, data: Heard[E]): void;
}

const ACK_MS = 10_000;

export type Connect = (server: string, listener: Listener) => Wire;

export const connectSocket: Connect = (server, listener) => {
  const socket = io(server, {
    autoConnect: false,
    forceNew: true,
    // One connection upgrades nothing: WebSocket at once, polling where a proxy forbids it.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
    timeout: 10_000,
  });
  socket.on("connect", () => listener.connected());
  socket.on("disconnect", () => listener.lost());
  socket.on("connect_error", () => listener.lost());
  for (const event of HEARD) socket.on(event, (data) => listener.heard(event, data));
  return {
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    hurry: () => void socket.disconnect().connect(),
    // Without a connection socket.io would keep it and send it before the session is open.
    request: async (event, data) => {
      if (!socket.connected) throw new Error("not connected");
      return socket.timeout(ACK_MS).emitWithAck(event, data);
    },
  };
};
