namespace Modelyard.Linear;

/// <summary>Says how the fit of a logistic regression ended.</summary>
internal enum LogisticOutcome
{
    /// <summary>At the minimum.</summary>
    Converged,

    /// <summary>For want of steps or time.</summary>
    Unconverged,

    /// <summary>Without a penalty, at scores that part the classes of some or all rows: the minimum is infinitely far away.</summary>
    Separable,
}
