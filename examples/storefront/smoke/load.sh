#!/usr/bin/env bash
# ---
# name: 500 requests, 20 at a time
# tags: [slow]
# features: [operations]
# group: heavy
# runner: calm
# estimate: 0.6s
# timeout: 30s
# ---
. "$(dirname "$0")/lib/shop.sh"

start_shop
node --input-type=module --eval '
  const url = `${process.env.SHOP_URL}/products`
  let left = 500
  const client = async () => {
    while (left-- > 0) {
      const answer = await fetch(url)
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 20 }, client))
  console.log("500 answers, all good")
'
