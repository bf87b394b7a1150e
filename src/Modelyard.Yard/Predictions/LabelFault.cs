namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents what is wrong with a true label.</summary>
/// <param name="Code">What kind of fault it is, such as <c>unknown_label</c>.</param>
/// <param name="Value">The text at fault; null where one is lacking.</param>
/// <param name="Message">What is wrong and what must be, as a sentence.</param>
public sealed record LabelFault(string Code, string? Value, string Message);
