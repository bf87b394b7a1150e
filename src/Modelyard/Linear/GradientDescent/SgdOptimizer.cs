namespace Modelyard.Linear;

/// <summary>Says how a gradient becomes a step.</summary>
public enum SgdOptimizer
{
    /// <summary>The step is the gradient times the learning rate: θ ← θ − α g.</summary>
    Plain,

    /// <summary>The step follows a running mean of gradients: v ← β v + (1 − β) g, θ ← θ − α v. What the gradients disagree on cancels, so that oscillation is damped.</summary>
    Momentum,

    /// <summary>The step follows a decaying sum of gradients: v ← β v + g, θ ← θ − α v. Source: Polyak (1964).</summary>
    ClassicalMomentum,

    /// <summary>As classical momentum, with the gradient where momentum alone would lead: v ← β v + g, θ ← θ − α (g + β v). Source: Nesterov (1983); Sutskever, Martens, Dahl and Hinton (2013).</summary>
    Nesterov,

    /// <summary>Running means of gradients and of their squares give each parameter a step of its own. Source: Kingma and Ba (2015), Adam, ICLR.</summary>
    Adam,

    /// <summary>Adam whose L2 penalty shrinks the parameters directly and does not pass through the gradient. Source: Loshchilov and Hutter (2019), Decoupled Weight Decay Regularization, ICLR.</summary>
    AdamW,

    /// <summary>Each gradient is divided by the root of a running mean of its squares. Source: Tieleman and Hinton (2012), lecture 6.5.</summary>
    RmsProp,
}
