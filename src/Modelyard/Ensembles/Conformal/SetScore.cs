namespace Modelyard.Ensembles;

/// <summary>Defines how strange a class is for a row.</summary>
public enum SetScore
{
    /// <summary>What its probability lacks to 1: the smallest sets on average.</summary>
    Probability,

    /// <summary>The probabilities of it and of all more probable classes together: sets grow where rows are hard.</summary>
    Cumulated,
}
