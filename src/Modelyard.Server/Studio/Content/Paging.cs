namespace Modelyard.Server.Studio.Content;

/// <summary>Represents the part of a longer table that a page shows.</summary>
/// <param name="Page">The number of the part, from 1.</param>
/// <param name="Size">The greatest number of rows of a part.</param>
/// <param name="Total">The number of rows of all.</param>
public sealed record Paging(int Page, int Size, long Total)
{
    /// <summary>Gets the number of parts.</summary>
    public int Pages => (int)Math.Max(1, (Total + Size - 1) / Size);
}
