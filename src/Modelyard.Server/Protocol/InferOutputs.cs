namespace Modelyard.Server.Protocol;

/// <summary>Says which outputs of a model are wanted.</summary>
[Flags]
internal enum InferOutputs
{
    None = 0,
    Prediction = 1,
    Probability = 2,
    Usual = Prediction | Probability,
    Base = 4,
    Contribution = 8,
    Explanation = Base | Contribution,
    Low = 16,
    High = 32,
    Set = 64,
    Interval = Low | High | Set,
    Spread = 128,
}
