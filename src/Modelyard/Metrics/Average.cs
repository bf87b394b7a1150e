namespace Modelyard.Metrics;

/// <summary>Says how the scores of single classes become one.</summary>
public enum Average
{
    /// <summary>The score of the second of two classes.</summary>
    Binary,

    /// <summary>The mean over the classes, each counting the same.</summary>
    Macro,

    /// <summary>The mean over the classes, each counting as its rows.</summary>
    Weighted,

    /// <summary>The score of all decisions taken together.</summary>
    Micro,
}
