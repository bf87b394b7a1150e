namespace Modelyard.Frames;

/// <summary>Names which rows a merge of two tables keeps.</summary>
public enum MergeHow
{
    /// <summary>Pairs of rows whose keys are equal.</summary>
    Inner,

    /// <summary>As <see cref="Inner"/>, and the rows of the left table that have no partner.</summary>
    Left,

    /// <summary>As <see cref="Inner"/>, and the rows of the right table that have no partner.</summary>
    Right,

    /// <summary>As <see cref="Inner"/>, and the rows of both tables that have no partner.</summary>
    Outer,

    /// <summary>The rows of the left table that have a partner, each once, without columns of the right.</summary>
    Semi,

    /// <summary>The rows of the left table that have no partner.</summary>
    Anti,

    /// <summary>Every pair of rows; there are no keys.</summary>
    Cross,
}
