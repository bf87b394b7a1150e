namespace Modelyard.Lifecycle.Challengers;

/// <summary>Represents how two versions did on the rows of one level of a column.</summary>
/// <param name="Slice">The column and its level, as in <c>contract=month</c>.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Champion">The score of the version in production.</param>
/// <param name="Challenger">The score of the challenger.</param>
/// <param name="Gain">By how much the challenger is better; below 0 if it is worse.</param>
public sealed record SliceComparison(string Slice, int Rows, double Champion, double Challenger, double Gain);
