using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Defines a way to part rows into those learned from and those scored on.</summary>
public interface ISplitter
{
    /// <summary>Parts the rows of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>One or more splits.</returns>
    /// <exception cref="ModelyardException">The data cannot be parted so: too few rows, groups or times.</exception>
    IReadOnlyList<Split> Split(Dataset data);
}
