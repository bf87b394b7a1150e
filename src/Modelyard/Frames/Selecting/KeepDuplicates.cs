namespace Modelyard.Frames;

/// <summary>Names which of several equal rows stays.</summary>
public enum KeepDuplicates
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The last.</summary>
    Last,

    /// <summary>None of them.</summary>
    None,
}
