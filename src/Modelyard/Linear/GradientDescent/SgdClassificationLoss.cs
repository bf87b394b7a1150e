namespace Modelyard.Linear;

/// <summary>Names what gradient descent minimises when it learns classes.</summary>
public enum SgdClassificationLoss
{
    /// <summary>The log loss: logistic regression. More than two classes share one softmax; every other loss sets one class against the rest.</summary>
    Log,

    /// <summary>The hinge loss: a linear support vector machine.</summary>
    Hinge,

    /// <summary>The square of the hinge loss.</summary>
    SquaredHinge,

    /// <summary>The squared hinge loss, linear from a margin of -1 down: outliers pull less. Source: Zhang (2004), Solving Large Scale Linear Prediction Problems.</summary>
    ModifiedHuber,
}
