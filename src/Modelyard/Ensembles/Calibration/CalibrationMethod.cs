namespace Modelyard.Ensembles;

/// <summary>Says how scores become probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>By a sigmoid of the score (Platt 1999): two parameters a class, for scores that are off by a stretch and a shift.</summary>
    Sigmoid,

    /// <summary>By the nearest rising curve: any shape, for a thousand rows and more.</summary>
    Isotonic,

    /// <summary>By a beta curve of the probability (Kull, Silva Filho and Flach 2017): three parameters a class, which can leave a good probability as it is.</summary>
    Beta,

    /// <summary>By one temperature for all classes, which sharpens or dulls the probabilities and never changes their order.</summary>
    Temperature,
}
