namespace Modelyard.Selection.Search;

/// <summary>Says why a search ended.</summary>
public enum StudyEnd
{
    /// <summary>All its trials were tried.</summary>
    TrialsUsedUp,

    /// <summary>Its time was used up.</summary>
    TimeUsedUp,

    /// <summary>Every point of the space, or of the grid, was tried.</summary>
    Exhausted,

    /// <summary>Little was to be gained any more.</summary>
    LittleToGain,

    /// <summary>The user stopped it.</summary>
    Stopped,
}
