namespace Modelyard.Frames;

/// <summary>Names how two columns go together.</summary>
public enum CorrelationMethod
{
    /// <summary>In a straight line: Pearson's coefficient.</summary>
    Pearson,

    /// <summary>In rank: Spearman's coefficient, which is Pearson's of the ranks of the rows that both have.</summary>
    Spearman,
}
