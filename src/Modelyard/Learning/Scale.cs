namespace Modelyard.Learning;

/// <summary>Says on which scale the values of a hyperparameter are even.</summary>
public enum Scale
{
    /// <summary>Equal differences matter equally.</summary>
    Linear,

    /// <summary>Equal ratios matter equally.</summary>
    Logarithmic,
}
