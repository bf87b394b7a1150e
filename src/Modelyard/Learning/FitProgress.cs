namespace Modelyard.Learning;

/// <summary>Says how far a fit has come.</summary>
/// <param name="Done">The steps that are done.</param>
/// <param name="Total">The steps there are at most.</param>
/// <param name="Message">What is being done, in a few words; empty if there is nothing to add.</param>
public readonly record struct FitProgress(long Done, long Total, string Message = "");
