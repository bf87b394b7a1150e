namespace Modelyard.Selection.Features;

/// <summary>Says how much a finding matters.</summary>
public enum LeakageSeverity
{
    /// <summary>Scores are not to be believed before it is mended.</summary>
    Severe,

    /// <summary>It may well be a fault; look at it.</summary>
    Suspicious,

    /// <summary>It is good to know.</summary>
    Notice,
}
