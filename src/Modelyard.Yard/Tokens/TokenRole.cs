namespace Modelyard.Lifecycle.Tokens;

/// <summary>Names what the bearer of a token may do; each may do what those before may.</summary>
public enum TokenRole
{
    /// <summary>Looks at models, runs, monitors and alarms.</summary>
    Viewer,

    /// <summary>Predicts, labels, acknowledges and promotes.</summary>
    Operator,

    /// <summary>Gives tokens and says whom alarms are told.</summary>
    Admin,
}
