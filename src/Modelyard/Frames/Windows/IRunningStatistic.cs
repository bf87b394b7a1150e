namespace Modelyard.Frames.Windows;

/// <summary>Defines a statistic of the numbers of a window that moves on.</summary>
internal interface IRunningStatistic
{
    /// <summary>Takes in the number that enters the window.</summary>
    void Add(double value);

    /// <summary>Forgets the number that leaves the window: the one that has been in it longest.</summary>
    void Remove(double value);
}
