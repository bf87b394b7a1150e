namespace Modelyard.Linear;

/// <summary>Says how the learning rate changes from step to step.</summary>
public enum SgdSchedule
{
    /// <summary>For plain steps 'Optimal' in classification and 'InverseScaling' in regression; for all other optimisers 'Constant'.</summary>
    Auto,

    /// <summary>The learning rate stays as it is.</summary>
    Constant,

    /// <summary>The learning rate over a power of the number of the step: α / t^Power.</summary>
    InverseScaling,

    /// <summary>1 / (Alpha (t + t₀)), with t₀ chosen so that the first steps are of the size of typical weights and do not overshoot on a row of mean length; LearningRate does not enter. With a share of L1 and averaging steps fall by the power 3/4. Sources: Bottou (2012), Stochastic Gradient Descent Tricks, section 5.2; Xu (2011), Towards Optimal One Pass Large Scale Learning with Averaged Stochastic Gradient Descent.</summary>
    Optimal,

    /// <summary>The learning rate times StepFactor after every StepEpochs passes over the data.</summary>
    Step,

    /// <summary>Half a cosine from the learning rate to 0 over MaxEpochs. Source: Loshchilov and Hutter (2017), SGDR, ICLR.</summary>
    Cosine,

    /// <summary>The learning rate is divided by 5 each time the loss stops falling.</summary>
    Adaptive,
}
