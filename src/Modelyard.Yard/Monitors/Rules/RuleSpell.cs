namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents windows in a row for which a rule would have alarmed.</summary>
/// <param name="Since">The beginning of the first window of which its condition was true, in UTC.</param>
/// <param name="Fired">The end of the window with which it would have alarmed.</param>
/// <param name="Until">The end of the last window of which it was true.</param>
/// <param name="Windows">The number of windows.</param>
public sealed record RuleSpell(DateTime Since, DateTime Fired, DateTime Until, int Windows);
