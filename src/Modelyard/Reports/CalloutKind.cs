namespace Modelyard.Reports;

/// <summary>Specifies how much a note in a page matters.</summary>
public enum CalloutKind
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>To be looked at before the result is used.</summary>
    Warning,

    /// <summary>The result must not be used as it is.</summary>
    Problem,
}
