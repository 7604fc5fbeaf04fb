import Button from '@atlaskit/button/new';
import Textfield from '@atlaskit/textfield';
import { type FormEvent, useId, useState } from 'react';
import type { Transition, TransitionField } from '../../api/jira';
import { Dialog } from '../../components/dialog';

/** The screen of a transition that asks for something, a resolution for instance. */
export function TransitionDialog({
  transition,
  isSaving,
  onSubmit,
  onClose,
}: {
  transition: Transition;
  isSaving: boolean;
  onSubmit: (fields: Record<string, unknown>) => void;
  onClose: () => void;
}) {
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const fields = Object.entries(transition.fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(
      Object.fromEntries(
        fields
          .filter(([id]) => (answers[id] ?? '') !== '')
          .map(([id, field]) => [id, fieldValue(field, answers[id] ?? '')]),
      ),
    );
  };
  return (
    <Dialog title={transition.name} onClose={onClose}>
      <form onSubmit={submit} className="stacked-form">
        {fields.map(([id, field]) => (
          <Question
            key={id}
            field={field}
            answer={answers[id] ?? ''}
            onAnswer={(answer) => setAnswers((last) => ({ ...last, [id]: answer }))}
          />
        ))}
        <div className="form-actions">
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" appearance="primary" isLoading={isSaving}>
            {transition.name}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Question({
  field,
  answer,
  onAnswer,
}: {
  field: TransitionField;
  answer: string;
  onAnswer: (answer: string) => void;
}) {
  const id = useId();
  return (
    <div className="question">
      <label htmlFor={id}>
        {field.name}
        {field.required && <span className="required"> (required)</span>}
      </label>
      {field.allowedValues === undefined ? (
        <Textfield
          id={id}
          value={answer}
          isRequired={field.required}
          onChange={(event) => onAnswer(event.currentTarget.value)}
        />
      ) : (
        <select
          id={id}
          value={answer}
          required={field.required}
          onChange={(event) => onAnswer(event.target.value)}
        >
          <option value="">Choose</option>
          {field.allowedValues.map((option) => (
            <option key={option.id ?? option.name ?? option.value} value={option.id ?? option.name ?? ''}>
              {option.name ?? option.value}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function fieldValue(field: TransitionField, answer: string): unknown {
  if (field.allowedValues !== undefined) return { id: answer };
  return field.schema.type === 'number' ? Number(answer) : answer;
}
