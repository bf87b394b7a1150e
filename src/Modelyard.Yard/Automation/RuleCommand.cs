namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents a program that an automation starts. It is told what happened by <c>MODELYARD_</c> variables and by JSON on its standard input; no text of an alarm comes into its arguments.</summary>
/// <param name="Arguments">The program and its arguments, each as it is: no shell reads them.</param>
public sealed record RuleCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>Creates a command that the shell of the system reads.</summary>
    /// <param name="line">The line; what happened is in variables, as in <c>"$MODELYARD_SUMMARY"</c>.</param>
    /// <returns>The command.</returns>
    public static RuleCommand OfShell(string line) => new(OperatingSystem.IsWindows() ? ["cmd.exe", "/c", line] : ["/bin/sh", "-c", line]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments);
}
