namespace Modelyard.Server.Protocol;

/// <summary>Says what an answer of <c>/invocations</c> holds beside the predictions.</summary>
[Flags]
internal enum InvocationOutputs
{
    None = 0,
    Probabilities = 1,
    Explanations = 2,
    Intervals = 4,
    Spread = 8,
}
