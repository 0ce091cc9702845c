// sha256 THREADS: each line of standard input becomes the hexadecimal sha256 of itself, hashed 200 times
// (each round hashes the digest before), in the order of the input. libcrypto, no queue: the limit.
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { rounds = 200, share = 64, digest_size = 32, line_size = 2 * digest_size + 1, max_threads = 64 };

static struct { const char *start; size_t length; } *lines;
static long line_count;
static char (*results)[line_size];
static atomic_long next_line;

static void hash_line(EVP_MD_CTX *context, const EVP_MD *sha256, long line) {
  unsigned char digest[digest_size];
  const void *bytes = lines[line].start;
  size_t length = lines[line].length;
  for (int round = 0; round < rounds; round++) {
    EVP_DigestInit_ex(context, round == 0 ? sha256 : NULL, NULL);
    EVP_DigestUpdate(context, bytes, length);
    EVP_DigestFinal_ex(context, digest, NULL);
    bytes = digest;
    length = digest_size;
  }
  for (int i = 0; i < digest_size; i++) {
    results[line][2 * i] = "0123456789abcdef"[digest[i] >> 4];
    results[line][2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
  }
  results[line][line_size - 1] = '\n';
}

static void *work(void *unused) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  for (long first; (first = atomic_fetch_add(&next_line, share)) < line_count;) {
    for (long line = first; line < first + share && line < line_count; line++) {
      hash_line(context, EVP_sha256(), line);
    }
  }
  EVP_MD_CTX_free(context);
  return unused;
}

static char *read_all(size_t *size) {
  size_t capacity = 1 << 24;
  char *text = malloc(capacity);
  *size = 0;
  for (ssize_t count; text && (count = read(0, text + *size, capacity - *size)) > 0;) {
    *size += (size_t)count;
    if (*size == capacity) text = realloc(text, capacity *= 2);
  }
  return text;
}

int main(int count, char **arguments) {
  int threads = count > 1 ? atoi(arguments[1]) : 1;
  if (threads < 1 || threads > max_threads) return 2;
  size_t size;
  const char *text = read_all(&size), *end = text + size;
  lines = malloc(sizeof *lines * (size + 1));
  if (!text || !lines) return 1;
  while (text < end) {
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    if (!newline) newline = end;
    lines[line_count].start = text;
    lines[line_count++].length = (size_t)(newline - text);
    text = newline + 1;
  }
  results = malloc((size_t)line_count * line_size);
  pthread_t all[max_threads];
  for (int i = 0; i < threads; i++) pthread_create(&all[i], NULL, work, NULL);
  for (int i = 0; i < threads; i++) pthread_join(all[i], NULL);
  return fwrite(results, line_size, (size_t)line_count, stdout) == (size_t)line_count ? 0 : 1;
}
