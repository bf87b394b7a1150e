namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names where the rows come from that a monitor watches.</summary>
public enum SourceKind
{
    /// <summary>The log of a model's predictions.</summary>
    Log,

    /// <summary>Files of tables.</summary>
    Files,

    /// <summary>A query of a database.</summary>
    Query,
}
