namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Says in which direction a column of numbers or times may change.</summary>
public enum ChangeDirection
{
    /// <summary>Up or down.</summary>
    Any,

    /// <summary>Up alone, as an age.</summary>
    Increase,

    /// <summary>Down alone, as a debt.</summary>
    Decrease,
}
