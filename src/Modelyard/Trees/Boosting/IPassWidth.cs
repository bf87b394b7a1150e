namespace Modelyard.Trees.Boosting;

/// <summary>Defines a number of features that one pass over the rows fills, known to the compiler.</summary>
internal interface IPassWidth
{
    /// <summary>Gets the number of features, from 1 to 6.</summary>
    static abstract int Value { get; }
}
