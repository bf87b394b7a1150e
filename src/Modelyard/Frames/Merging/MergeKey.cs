using Modelyard.Frames.Expressions;

namespace Modelyard.Frames;

/// <summary>Represents a key of a merge: a column of each table, or what is computed of each.</summary>
/// <param name="Left">The name of the left table's column, which the result's bears too.</param>
/// <param name="Right">The name of the right table's column.</param>
public sealed record MergeKey(string Left, string Right)
{
    /// <summary>Initializes a key that is computed of each table.</summary>
    /// <param name="left">What is computed of the left table's rows.</param>
    /// <param name="right">What is computed of the right table's rows.</param>
    /// <param name="name">The name of the key's column in the result, which no other column of the two tables has.</param>
    public MergeKey(Expression left, Expression right, string name)
        : this(name, name)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentException.ThrowIfNullOrEmpty(name);
        LeftExpression = left;
        RightExpression = right;
    }

    /// <summary>Gets what is computed of the left table's rows; null if the key is a column.</summary>
    public Expression? LeftExpression { get; }

    /// <summary>Gets what is computed of the right table's rows; null if the key is a column.</summary>
    public Expression? RightExpression { get; }

    /// <summary>Creates a key that has the same name in both tables.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator MergeKey(string name) => FromString(name);

    /// <summary>Creates a key that has the same name in both tables.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The key.</returns>
    public static MergeKey FromString(string name) => new(name, name);
}
