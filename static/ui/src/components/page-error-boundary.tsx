import { Component, type ReactNode } from 'react';
import { ErrorMessage } from './error-message';

/** A page that breaks says so, instead of leaving an empty frame. */
export class PageErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ErrorMessage error={error} retry={() => this.setState({ error: null })} />;
  }
}
