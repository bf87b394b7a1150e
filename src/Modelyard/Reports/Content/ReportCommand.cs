namespace Modelyard.Reports.Content;

/// <summary>Represents a command that a reader may want next.</summary>
/// <param name="Label">What it does.</param>
/// <param name="Command">The command as it is typed.</param>
public sealed record ReportCommand(string Label, string Command);
