using System.Diagnostics.CodeAnalysis;

namespace Modelyard.Learning;

/// <summary>Defines an immutable set of hyperparameters that can learn from data.</summary>
/// <remarks>
/// Implemented by a <c>sealed record</c> with a public parameterless constructor, whose hyperparameters are init-only properties
/// marked with <see cref="HyperparameterAttribute"/>. It holds nothing that was learned.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
public interface ILearner
{
    /// <summary>Gets what the learner can take.</summary>
    LearnerTraits Traits { get; }
}
